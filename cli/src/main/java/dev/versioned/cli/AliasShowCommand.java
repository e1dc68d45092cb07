package dev.versioned.cli;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Alias;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** See the command's description. */
@Command(
    name = "show",
    description = "Show what an alias points to; with --output json also its overrides.",
    footer = {"", "Examples:", "  versioned alias show checkout LIVE --output json"})
final class AliasShowCommand extends RepositoryCommand {
  @Mixin AliasTarget target;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    AliasHandle handle = target.in(repo);
    Alias alias = handle.read();
    Map<String, Object> overrides = new TreeMap<>();
    handle
        .overrides(alias)
        .versions()
        .forEach((key, version) -> overrides.put(key, version.toString()));
    return Answer.of(
        Fields.of("alias", Fields.of(alias), "overrides", overrides), alias.toString());
  }
}
