package dev.versioned.cli;

import dev.versioned.ArtifactName;
import dev.versioned.ArtifactRepository;
import dev.versioned.maintenance.Fsck;
import dev.versioned.maintenance.Violation;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Proves that everything is there. */
@Command(
    name = "fsck",
    description = "Check that every promise is kept; exit code 5 if one is not. Changes nothing.",
    footer = {
      "",
      "Examples:",
      "  versioned fsck",
      "  versioned fsck --artifact checkout --digests"
    })
final class FsckCommand extends RepositoryCommand {
  @Option(names = "--artifact", paramLabel = "NAME", description = "Look at one artifact only.")
  @Nullable ArtifactName artifact;

  @Option(names = "--digests", description = "Read all bytes, and compare their digests.")
  boolean digests;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Fsck fsck = artifact == null ? repo.fsck() : repo.fsck().only(artifact);
    List<Violation> violations = (digests ? fsck.verifyingDigests() : fsck).violations().toList();
    if (artifact != null && violations.isEmpty()) {
      Known.check("check the promises", artifact, repo);
    }
    return Answer.of(
            Fields.of(
                "violations",
                violations.stream()
                    .map(
                        v ->
                            Fields.of(
                                "kind",
                                v.kind(),
                                "artifact",
                                v.artifact(),
                                "subject",
                                v.subject(),
                                "expected",
                                v.expected(),
                                "actual",
                                v.actual(),
                                "remedy",
                                v.kind().remedy()))
                    .toList()),
            () ->
                violations.isEmpty()
                    ? Stream.of("every promise is kept")
                    : violations.stream().map(Violation::toString))
        .exit(violations.isEmpty() ? ExitCode.DONE : ExitCode.INTEGRITY);
  }
}
