package dev.versioned.cli;

import dev.versioned.ArtifactRepository;

/** A command over a repository. */
abstract class RepositoryCommand extends ToolCommand {
  abstract Answer answer(ArtifactRepository repo, Session session) throws Exception;

  @Override
  final ExitCode run(Session session) throws Exception {
    try (ArtifactRepository repo = session.open()) {
      Answer answer = answer(repo, session);
      // Before the repository is closed: lists are read as they are printed.
      session.print(answer);
      return answer.exit();
    }
  }
}
