package dev.versioned.internal.archive;

import dev.versioned.internal.publish.ContentSource;
import dev.versioned.model.Version;

/** Where the bytes of versions come from. */
@FunctionalInterface
interface Contents {
  /** Opens the bytes of a version, or names their file. */
  ContentSource of(Version version);
}
