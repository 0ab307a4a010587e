// Tells once when an element comes near the view, so that what is far down a page costs nothing.

import type { Attachment } from 'svelte/attachments';

/** Calls `show` once, when the element is within two screens or so of the view. */
export function whenNear(show: () => void): Attachment {
  return (element) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        show();
      },
      { rootMargin: '2000px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  };
}
