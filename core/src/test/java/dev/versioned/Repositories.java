package dev.versioned;

import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.publish.ContentSource;
import dev.versioned.model.ArtifactName;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;

/** Creates handles from services that a test has wired itself. */
public final class Repositories {
  private Repositories() {}

  /** Wires services that use a given scheduler to follow aliases. */
  public static Engine engine(
      BlobStore blobs, ItemStore items, dev.versioned.internal.live.RefreshScheduler scheduler) {
    return new Engine(blobs, items, RepositorySettings.defaults().settings(), scheduler);
  }

  /** Returns a handle on an artifact. */
  public static Artifact artifact(String name, Engine engine) {
    return new Artifact(ArtifactName.parse(name), engine);
  }

  /** Returns the source of content. */
  public static ContentSource source(Content content) {
    return content.source();
  }
}
