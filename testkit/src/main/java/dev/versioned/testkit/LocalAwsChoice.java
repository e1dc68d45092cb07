package dev.versioned.testkit;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which stack to start and why: the rules of {@link SharedLocalAws#select()}, without starting
 * anything.
 *
 * @param kind the kind of stack
 * @param reason why, for the log
 * @param forced whether this kind was requested explicitly, so that no other may replace it
 */
record LocalAwsChoice(LocalAwsKind kind, String reason, boolean forced) {

  static final String PROPERTY = "versioned.test.stack";
  static final String VARIABLE = "VERSIONED_TEST_STACK";
  static final String DOCKER = "versioned.test.docker";

  /**
   * Applies the rules.
   *
   * @param properties looks up a system property
   * @param environment looks up an environment variable
   * @param docker returns why Docker cannot be used, if so; called only if nothing else decides
   * @throws IllegalArgumentException if an unknown kind is forced
   */
  static LocalAwsChoice of(
      Function<String, @Nullable String> properties,
      Function<String, @Nullable String> environment,
      Supplier<Optional<String>> docker) {
    Optional<String> property = find(properties, PROPERTY);
    if (property.isPresent()) {
      return forced(property.get(), "system property " + PROPERTY);
    }
    Optional<String> variable = find(environment, VARIABLE);
    if (variable.isPresent()) {
      return forced(variable.get(), "environment variable " + VARIABLE);
    }
    if (EndpointAws.isNamedIn(environment)) {
      return new LocalAwsChoice(LocalAwsKind.ENDPOINT, "the environment names an endpoint", true);
    }
    if (find(properties, DOCKER).filter("false"::equalsIgnoreCase).isPresent()) {
      return embedded("system property " + DOCKER + " is false");
    }
    return docker
        .get()
        .map(LocalAwsChoice::embedded)
        .orElseGet(() -> new LocalAwsChoice(LocalAwsKind.LOCALSTACK, "Docker answers", false));
  }

  /** Returns the choice of the embedded stack, the fallback. */
  static LocalAwsChoice embedded(String reason) {
    return new LocalAwsChoice(LocalAwsKind.EMBEDDED, reason, false);
  }

  private static LocalAwsChoice forced(String kind, String where) {
    return new LocalAwsChoice(LocalAwsKind.parse(kind), where + " asks for it", true);
  }

  private static Optional<String> find(Function<String, @Nullable String> values, String name) {
    return Optional.ofNullable(values.apply(name)).filter(value -> !value.isBlank());
  }
}
