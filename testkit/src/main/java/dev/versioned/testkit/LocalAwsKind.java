package dev.versioned.testkit;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of {@link LocalAws} that {@link SharedLocalAws} can start. */
public enum LocalAwsKind {

  /** Servers configured by the environment, see {@link EndpointAws}. */
  ENDPOINT {
    @Override
    LocalAws start() {
      return EndpointAws.fromEnvironment();
    }
  },

  /** A container, see {@link LocalStackAws}. */
  LOCALSTACK {
    @Override
    LocalAws start() {
      return LocalStackAws.start();
    }
  },

  /** Servers in this JVM, objects in memory, see {@link EmbeddedAws}. */
  EMBEDDED {
    @Override
    LocalAws start() {
      return EmbeddedAws.startInMemory();
    }
  };

  /**
   * Parses the result of {@link #toString()}, in upper or lower case.
   *
   * @param text the name of a kind
   * @return the kind
   * @throws IllegalArgumentException if there is no such kind; the message lists them all
   */
  public static LocalAwsKind parse(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.toString().equals(text.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot choose local AWS stack " + text + ": it is none of " + choices()));
  }

  /** Starts a new stack of this kind; the caller closes it. */
  abstract LocalAws start();

  private static String choices() {
    return Arrays.stream(values()).map(LocalAwsKind::toString).collect(Collectors.joining(", "));
  }

  /** Returns the name in lower case, such as {@code embedded}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
