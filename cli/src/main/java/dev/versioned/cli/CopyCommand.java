package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Copies artifacts into another repository. */
@Command(
    name = "copy",
    description = {
      "Copy artifacts into another repository, such as another account's: as export and import.",
      "Region, profile and endpoint are those of the source if no others are given."
    },
    footer = {
      "",
      "Examples:",
      "  versioned copy --to-bucket prod-artifacts --to-table prod-artifacts --to-profile prod",
      "  versioned copy --to-bucket b --to-table t --artifact checkout --no-aliases"
    })
final class CopyCommand extends RepositoryCommand {
  @Option(
      names = "--to-bucket",
      required = true,
      paramLabel = "NAME",
      description = "The bucket of the target.")
  String bucket;

  @Option(
      names = "--to-table",
      required = true,
      paramLabel = "NAME",
      description = "The table of the target.")
  String table;

  @Option(
      names = "--to-prefix",
      paramLabel = "FOLDERS/",
      description = "The prefix of the target; default: none.")
  @Nullable String prefix;

  @Option(
      names = "--to-expected-bucket-owner",
      paramLabel = "ACCOUNT",
      description = "The account that must own the target's bucket; default: not checked.")
  @Nullable String expectedBucketOwner;

  @Option(names = "--to-region", paramLabel = "ID", description = "The region of the target.")
  @Nullable String region;

  @Option(
      names = "--to-profile",
      paramLabel = "NAME",
      description = "The profile with access to the target.")
  @Nullable String profile;

  @Option(
      names = "--to-endpoint-url",
      paramLabel = "URL",
      description = "The endpoint of the target, if not AWS.")
  @Nullable String endpointUrl;

  @Mixin CopyOptions options = new CopyOptions();

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Map<String, @Nullable String> target = new LinkedHashMap<>();
    target.put("bucket", bucket);
    target.put("table", table);
    target.put("prefix", prefix);
    target.put("expected-bucket-owner", expectedBucketOwner);
    put(target, "region", region);
    put(target, "profile", profile);
    put(target, "endpoint-url", endpointUrl);
    try (ArtifactRepository to = session.with(target).open()) {
      return options.run(
          repo.copyTo(to), Fields.of("bucket", bucket, "table", table), "copied", session);
    }
  }

  static void put(Map<String, @Nullable String> target, String name, @Nullable String value) {
    if (value != null) {
      target.put(name, value);
    }
  }
}
