package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.Fsck;
import dev.versioned.maintenance.SetAside;
import dev.versioned.maintenance.Violation;
import dev.versioned.model.ArtifactName;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks that the repository keeps its promises. */
@Command(
    name = "fsck",
    description = {
      "Check that every promise is kept; exit code 5 if one is not. Changes nothing, except with --set-aside.",
      "With --set-aside: replace a record that cannot be read (RECORD_UNREADABLE), and keep a copy of"
          + " its item."
    },
    footer = {
      "",
      "Examples:",
      "  versioned fsck",
      "  versioned fsck --artifact checkout --digests",
      "  versioned fsck --set-aside \"alias checkout:LIVE\" --yes"
    })
final class FsckCommand extends RepositoryCommand {
  @Option(names = "--artifact", paramLabel = "NAME", description = "Look at one artifact only.")
  @Nullable ArtifactName artifact;

  @Option(names = "--digests", description = "Read all bytes, and compare their digests.")
  boolean digests;

  @Option(
      names = "--set-aside",
      paramLabel = "RECORD",
      description =
          "Set one record aside, named as in fsck's list. An alias is deleted, or loses its rollout;"
              + " a version is no version any more, and keeps its bytes; a working copy, an"
              + " idempotency key or a ledger row is removed.")
  @Nullable String record;

  @Option(names = "--yes", description = "Confirm --set-aside.")
  boolean confirmed;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    if (record != null) {
      return setAside(repo, record);
    } else if (confirmed) {
      throw misused("Cannot confirm with --yes: nothing is to be confirmed without --set-aside");
    }
    Fsck fsck = artifact == null ? repo.fsck() : repo.fsck().only(artifact);
    List<Violation> violations = (digests ? fsck.verifyingDigests() : fsck).violations().toList();
    if (artifact != null && violations.isEmpty()) {
      Known.check("check the promises", artifact, repo);
    }
    Served served = new Served(repo);
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
                                "serves",
                                served.fields(v),
                                "remedy",
                                v.kind().remedy()))
                    .toList()),
            () ->
                violations.isEmpty()
                    ? Stream.of("every promise is kept")
                    : violations.stream().map(v -> v + served.text(v)))
        .exit(violations.isEmpty() ? ExitCode.DONE : ExitCode.INTEGRITY);
  }

  private Answer setAside(ArtifactRepository repo, String unreadable) {
    if (artifact != null || digests) {
      throw misused(
          "Cannot set a record aside with --artifact or --digests: --set-aside names the record");
    } else if (!confirmed) {
      throw misused(
          "Cannot set "
              + unreadable
              + " aside without --yes: the record is replaced, and only a copy of its item is kept;"
              + " bring the item back from a backup if there is one");
    }
    SetAside aside = repo.fsck().setAside(unreadable);
    return Answer.of(
        Fields.of(
            "record",
            aside.record(),
            "keptAt",
            Fields.of("pk", aside.keptAt().partition(), "sk", aside.keptAt().sort()),
            "outcome",
            aside.outcome()),
        aside.toString());
  }
}
