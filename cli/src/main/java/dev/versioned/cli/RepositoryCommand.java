package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import java.time.Duration;
import java.util.Optional;

/** A command over a repository. */
abstract class RepositoryCommand extends ToolCommand {
  abstract Answer answer(ArtifactRepository repo, Session session) throws Exception;

  /** How often the command is repeated; nothing: it answers once. */
  Optional<Duration> repetition() {
    return Optional.empty();
  }

  /** Whether the last answer is final, so that it need not be repeated. */
  boolean isOver() {
    return false;
  }

  @Override
  final ExitCode run(Session session) throws Exception {
    Optional<Duration> every = repetition();
    if (every.isPresent() && every.get().toMillis() < 1) {
      throw misused("--watch must be 1ms or more");
    }
    try (ArtifactRepository repo = session.open()) {
      if (every.isPresent()) {
        return new Watching(session, every.get()).run(() -> answer(repo, session), this::isOver);
      }
      Answer answer = answer(repo, session);
      // Before the repository is closed: lists are read as they are printed.
      session.print(answer);
      return answer.exit();
    }
  }
}
