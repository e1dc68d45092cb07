package dev.versioned.cache;

/** When a cache verifies that a file on the disk still has the bytes that were downloaded. */
public enum Verification {
  /** Only its size, at each fetch. For disks that no one else writes to. */
  SIZE,
  /** Its size at each fetch, and its digest when this process first fetches it. The default. */
  FIRST_FETCH,
  /** Its digest at each fetch: finds all tampering, and reads the whole file each time. */
  EACH_FETCH
}
