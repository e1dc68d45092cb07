package dev.versioned.cli;

import dev.versioned.AliasHandle;
import dev.versioned.AliasUpdate;
import dev.versioned.ArtifactRepository;
import dev.versioned.cli.document.Document;
import dev.versioned.model.Alias;
import dev.versioned.model.VersionNumber;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** See the command's description. */
@Command(
    name = "override",
    description = {
      "Send a routing key to a version, whatever the weights are, until the override is cleared.",
      "Other moves and rollouts keep overrides. An alias has at most 1,000."
    },
    footer = {
      "",
      "Examples:",
      "  versioned alias override checkout LIVE user-42 8 --reason \"ticket 4711\"",
      "  versioned alias override checkout LIVE --clear user-42",
      "  versioned alias override checkout LIVE --from-file testers.json"
    })
final class AliasOverrideCommand extends RepositoryCommand {
  @Mixin AliasTarget target;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "KEY",
      description = "A routing key, such as a user's id.")
  @Nullable String key;

  @Parameters(
      index = "3",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "The version that the key always gets.")
  @Nullable VersionNumber version;

  @Option(
      names = "--clear",
      paramLabel = "KEY",
      description = "Let this key follow the weights again.")
  @Nullable String cleared;

  @Option(names = "--clear-all", description = "Let all keys follow the weights again.")
  boolean clearAll;

  @Option(
      names = "--from-file",
      paramLabel = "FILE",
      description =
          "Replace all overrides by those of a JSON or YAML file: an object of keys and versions.")
  @Nullable Path file;

  @Mixin UpdateOptions update;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    long ways =
        Stream.of(key != null, cleared != null, clearAll, file != null).filter(way -> way).count();
    if (ways != 1 || (key == null) != (version == null)) {
      throw misused("give KEY and VERSION, or one of --clear, --clear-all and --from-file");
    }
    MoveReport report = new MoveReport();
    Alias alias = change(target.in(repo), report.hearing(update::addTo));
    return report.isReplay() ? report.answer(alias) : report.answer(alias, changed());
  }

  /** The ledger has how many overrides there are, and no keys. */
  private String changed() {
    if (key != null) {
      return key + " goes to version " + version;
    } else if (cleared != null) {
      return cleared + " follows the weights";
    }
    return clearAll ? "all keys follow the weights" : "the overrides are those of " + file;
  }

  private Alias change(AliasHandle alias, Consumer<AliasUpdate> hearing) {
    if (key != null && version != null) {
      return alias.override(key, version, hearing);
    } else if (cleared != null) {
      return alias.clearOverride(cleared, hearing);
    }
    return file == null
        ? alias.clearOverrides(hearing)
        : alias.replaceOverrides(read(file), hearing);
  }

  private static Map<String, VersionNumber> read(Path file) {
    Map<String, VersionNumber> overrides = new TreeMap<>();
    Document.read(file)
        .entries()
        .forEach(entry -> overrides.put(entry.name(), VersionNumber.parse(entry.value().text())));
    return overrides;
  }
}
