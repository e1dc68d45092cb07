package dev.versioned.console;

import dev.versioned.ArtifactRepository;
import dev.versioned.maintenance.Garbage;
import dev.versioned.maintenance.Violation;
import java.util.List;
import java.util.stream.Stream;

/** The checks that every repository has. */
final class RepositoryChecks {
  /** More findings than a page can show. */
  private static final int MOST = 1000;

  private RepositoryChecks() {}

  static List<Check> of(ArtifactRepository repo) {
    return List.of(
        new Check(
            "fsck",
            "Consistency (fsck)",
            "Checks that the repository keeps its promises. Reads every item of the table, and lists"
                + " every object of the bucket.",
            () -> violations(repo)),
        new Check(
            "gc",
            "Garbage (dry run)",
            "Lists what the garbage collection would remove, and removes nothing. Reads as much as"
                + " fsck.",
            () -> garbage(repo)));
  }

  private static List<CheckResult> violations(ArtifactRepository repo) {
    try (Stream<Violation> all = repo.fsck().violations()) {
      return all.limit(MOST)
          .map(
              found ->
                  new CheckResult(
                      Shown.words(found.kind()),
                      found.artifact() + " " + found.subject(),
                      "expected " + found.expected() + ", found " + found.actual(),
                      found.kind().remedy()))
          .toList();
    }
  }

  private static List<CheckResult> garbage(ArtifactRepository repo) {
    try (Stream<Garbage> all = repo.gc().plan()) {
      return all.limit(MOST)
          .map(
              found ->
                  new CheckResult(
                      Shown.words(found.reason()),
                      found.key().toString(),
                      Shown.size(found.sizeBytes()) + " since " + found.since(),
                      "versioned gc"))
          .toList();
    }
  }
}
