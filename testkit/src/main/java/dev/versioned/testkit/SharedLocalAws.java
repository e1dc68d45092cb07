package dev.versioned.testkit;

/**
 * The stacks that all tests of this JVM share: at most one of each kind, started when it is first
 * asked for and stopped when the JVM ends.
 *
 * <p>{@link #select()} chooses the kind, by the first of these rules that applies:
 *
 * <ol>
 *   <li>the system property {@code versioned.test.stack}, or else the environment variable {@code
 *       VERSIONED_TEST_STACK}, names it: {@code endpoint}, {@code localstack} or {@code embedded};
 *   <li>{@code endpoint}, if the environment names one, see {@link EndpointAws};
 *   <li>{@code localstack}, if Docker answers, without TLS, and has the images or can pull them; it
 *       is not asked if the system property {@code versioned.test.docker} is {@code false};
 *   <li>{@code embedded}.
 * </ol>
 *
 * <p>Which one it is and why is logged at INFO. A kind that was asked for, by the first two rules,
 * starts or fails; it is never replaced by another.
 *
 * <p>Thread-safe: concurrent callers wait for one start. A start that failed is not tried again.
 */
public final class SharedLocalAws {

  private static final LocalAwsRegistry REGISTRY =
      new LocalAwsRegistry(
          () -> LocalAwsChoice.of(System::getProperty, System::getenv, DockerProbe::reasonUnusable),
          LocalAwsKind::start);

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(REGISTRY::close, "versioned-testkit-stop"));
  }

  private SharedLocalAws() {}

  /**
   * Returns the stack that the rules above choose, started. The rules are applied once: every call
   * returns the same stack.
   *
   * @return a stack whose {@link LocalAws#close()} does nothing
   * @throws IllegalArgumentException if the property or the variable names an unknown kind, or the
   *     environment names an endpoint that is not well-formed
   * @throws IllegalStateException if the stack does not start
   */
  public static LocalAws select() {
    return REGISTRY.select();
  }

  /**
   * Returns the stack of one kind, started, whatever the rules above would choose.
   *
   * @param kind which stack
   * @return a stack whose {@link LocalAws#close()} does nothing
   * @throws IllegalArgumentException if an endpoint is wanted and the environment names none, or
   *     one that is not well-formed
   * @throws IllegalStateException if the stack does not start
   */
  public static LocalAws of(LocalAwsKind kind) {
    return REGISTRY.of(kind);
  }

  /**
   * Stops every stack that was started, and removes what it stored. Tests need not call it: it is
   * done when the JVM ends. A program that is not run by a test framework calls it last, since a
   * running server may keep the JVM from ending.
   */
  public static void stop() {
    REGISTRY.close();
  }
}
