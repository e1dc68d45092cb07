package dev.versioned.internal.maintenance;

/** How thoroughly a check examines the bytes of versions. */
public enum Depth {
  /** Compares sizes; no bytes are read. */
  SIZES,

  /** Reads all bytes, and compares digests. */
  DIGESTS
}
