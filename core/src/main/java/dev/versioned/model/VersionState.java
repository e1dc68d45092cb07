package dev.versioned.model;

/** Where a version is in its life. */
public enum VersionState {
  /** Can be resolved, read and routed to. */
  ACTIVE,
  /** Deleted, its bytes still there: {@link dev.versioned.Artifact#restore} brings it back. */
  DELETED,
  /** Deleted, and its bytes removed. The record stays, so that its number is never used again. */
  EXPIRED
}
