declare module 'ml-xgboost' {
  const ready: Promise<unknown>;
  export default ready;
}
