package dev.versioned.internal.alias;

import dev.versioned.model.Overrides;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionRef;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The overrides of a request, by numbers and as a text by which a repeated request is known. */
public final class OverrideTexts {
  private OverrideTexts() {}

  /** Returns the numbers of versions; refuses {@code $LATEST} and keys that cannot be stored. */
  public static SortedMap<String, VersionNumber> numbered(
      Map<String, ? extends VersionRef> overrides) {
    Objects.requireNonNull(overrides, "overrides");
    SortedMap<String, VersionNumber> numbered = new TreeMap<>();
    overrides.forEach(
        (key, version) -> {
          Objects.requireNonNull(version, "version");
          if (!(version.id() instanceof VersionNumber number)) {
            throw new IllegalArgumentException(
                "Cannot override a key with "
                    + version
                    + ": $LATEST can only be routed to alone, publish it first");
          }
          numbered.put(Overrides.checkKey(key), number);
        });
    return numbered;
  }

  /** Returns a text that no other overrides have: each key comes after its length. */
  public static String of(SortedMap<String, VersionNumber> overrides) {
    return overrides.entrySet().stream()
        .map(entry -> entry.getKey().length() + ":" + entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
