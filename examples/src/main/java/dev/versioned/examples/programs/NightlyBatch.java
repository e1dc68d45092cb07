package dev.versioned.examples.programs;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A batch job of many tasks, on many hosts, over some hours: the version is resolved once, and all
 * tasks use it, even if the alias moves in the meantime.
 */
public final class NightlyBatch {
  private final Artifact model;
  private final Path state;

  /**
   * Prepares a run.
   *
   * @param repo the repository with the model
   * @param state a file that all tasks of the run can access
   */
  public NightlyBatch(ArtifactRepository repo, Path state) {
    this.model = repo.artifact("fraud-model");
    this.state = state;
  }

  /**
   * Starts the run: pins the version that serves now.
   *
   * @throws IOException if the state cannot be written
   */
  public void start() throws IOException {
    Files.writeString(state, model.resolve("LIVE").number().toString());
  }

  /**
   * Runs one task.
   *
   * @param account the account to score
   * @return the score, and the version that computed it
   * @throws IOException if the state cannot be read
   */
  public String score(String account) throws IOException {
    Version pinned = model.resolve(Files.readString(state));
    String weights = new String(model.readBytes(pinned), StandardCharsets.UTF_8);
    return account + " scored by " + weights + " of " + pinned;
  }
}
