package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.maintenance.Violation;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which aliases serve the versions that fsck found to be broken: those come first. */
final class Served {
  private static final Pattern VERSION = Pattern.compile("([A-Za-z0-9._-]+):(\\d+|\\$LATEST)");

  private final ArtifactRepository repo;
  private final Map<ArtifactName, Optional<Serving>> read = new HashMap<>();

  Served(ArtifactRepository repo) {
    this.repo = repo;
  }

  /** Returns the aliases as text to add; empty if none serves the version, or it is about none. */
  String text(Violation violation) {
    String aliases = version(violation).flatMap(v -> of(violation).map(s -> s.text(v))).orElse("");
    return aliases.isEmpty() ? "" : " [serves " + aliases + "]";
  }

  List<Map<String, Object>> fields(Violation violation) {
    return version(violation)
        .flatMap(v -> of(violation).flatMap(s -> Optional.ofNullable(s.fields(v))))
        .orElse(List.of());
  }

  private static Optional<Target> version(Violation violation) {
    Matcher named = VERSION.matcher(violation.subject());
    while (named.find()) {
      if (named.group(1).equals(violation.artifact().toString())) {
        return Optional.of(Target.parse(named.group(2)));
      }
    }
    return Optional.empty();
  }

  /** Aliases that cannot be read are violations of their own. */
  private Optional<Serving> of(Violation violation) {
    return read.computeIfAbsent(
        violation.artifact(),
        name -> {
          try {
            return Optional.of(Serving.of(repo.artifact(name)));
          } catch (ArtifactException e) {
            return Optional.empty();
          }
        });
  }
}
