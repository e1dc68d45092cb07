package dev.versioned.spring;

import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds all that is wrong with the properties, before anything is opened. */
final class PropertiesCheck {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofDays(1);

  private final List<String> problems = new ArrayList<>();

  static void checkPlace(
      VersionedProperties properties, @Nullable String bucket, @Nullable String table) {
    PropertiesCheck check = new PropertiesCheck();
    check.required("versioned.bucket", bucket, "the name of the S3 bucket");
    check.required("versioned.table", table, "the name of the DynamoDB table");
    check.aliases(properties);
    check.end();
  }

  static void checkAliases(VersionedProperties properties) {
    PropertiesCheck check = new PropertiesCheck();
    check.aliases(properties);
    check.end();
  }

  private void end() {
    if (!problems.isEmpty()) {
      throw new InvalidVersionedConfigurationException(problems);
    }
  }

  private void required(String property, @Nullable String value, String what) {
    if (value == null || value.isBlank()) {
      problems.add(property + " is not set; set it to " + what);
    }
  }

  private void aliases(VersionedProperties properties) {
    if (properties.cache().maxSize().toBytes() < 1) {
      problems.add(
          "versioned.cache.max-size is " + properties.cache().maxSize() + "; use 1B or more");
    }
    Map<String, String> names = new HashMap<>();
    new TreeMap<>(properties.aliases())
        .forEach(
            (name, alias) -> {
              String property = "versioned.aliases." + name;
              if (named(property, alias)) {
                String other = names.putIfAbsent(alias.key().toString(), property);
                if (other != null) {
                  problems.add(
                      property + " follows " + alias.key() + " as " + other + " does; remove one");
                }
              }
              times(property, alias);
            });
  }

  private boolean named(String property, VersionedProperties.Alias alias) {
    int before = problems.size();
    String artifact = alias.artifact();
    required(property + ".artifact", artifact, "the artifact's name");
    if (artifact != null && !artifact.isBlank()) {
      valid(property + ".artifact", () -> ArtifactName.parse(artifact));
    }
    valid(property + ".alias", () -> AliasName.parse(alias.alias()));
    return problems.size() == before;
  }

  private void valid(String property, Runnable parse) {
    try {
      parse.run();
    } catch (IllegalArgumentException e) {
      problems.add(property + " is not valid: " + e.getMessage());
    }
  }

  private void times(String property, VersionedProperties.Alias alias) {
    Duration every = alias.every();
    if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
      problems.add(property + ".every is " + every + "; use 10ms to 1d");
    }
    if (alias.staleAfter() != null && alias.staleAfter().compareTo(every) <= 0) {
      problems.add(
          property + ".stale-after is not longer than the interval; use more than " + every);
    }
    if (alias.maxLive() < 2) {
      problems.add(property + ".max-live is " + alias.maxLive() + "; use 2 or more");
    }
    if (alias.drain().isNegative()) {
      problems.add(property + ".drain is negative");
    }
  }
}
