package dev.versioned;

import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.publish.ContentSource;
import dev.versioned.model.ArtifactName;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;

/** Handles on services that a test has wired itself. */
public final class Repositories {
  private Repositories() {}

  /** Wires services that follow aliases by a scheduler of their own. */
  public static Engine engine(
      BlobStore blobs, ItemStore items, dev.versioned.internal.live.RefreshScheduler scheduler) {
    return new Engine(blobs, items, RepositorySettings.defaults().settings(), scheduler);
  }

  /** Returns a handle on an artifact. */
  public static Artifact artifact(String name, Engine engine) {
    return new Artifact(ArtifactName.parse(name), engine);
  }

  /** Returns what content consists of. */
  public static ContentSource source(Content content) {
    return content.source();
  }
}
