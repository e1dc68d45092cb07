package dev.versioned.model;

/** The state of a version. */
public enum VersionState {
  /** Can be resolved, read and routed to. */
  ACTIVE,
  /**
   * Deleted, but its bytes are still stored: {@link dev.versioned.Artifact#restore} restores it.
   */
  DELETED,
  /** Deleted, and its bytes removed. The record stays, so that its number is never reused. */
  EXPIRED
}
