package dev.versioned.testkit;

/**
 * The stacks shared by all tests of this JVM: at most one of each kind, started on first use and
 * stopped when the JVM ends.
 *
 * <p>{@link #select()} chooses the kind, by the first of these rules that applies:
 *
 * <ol>
 *   <li>the system property {@code versioned.test.stack}, or else the environment variable {@code
 *       VERSIONED_TEST_STACK}, names it: {@code endpoint}, {@code localstack} or {@code embedded};
 *   <li>{@code endpoint}, if the environment names one, see {@link EndpointAws};
 *   <li>{@code localstack}, if Docker answers, without TLS, and has the images or can pull them;
 *       Docker is not called if the system property {@code versioned.test.docker} is {@code false};
 *   <li>{@code embedded}.
 * </ol>
 *
 * <p>The choice and its reason are logged at INFO. A kind that was requested explicitly, by the
 * first two rules, starts or fails; it is never replaced by another.
 *
 * <p>Thread-safe: concurrent callers wait for the same start. A failed start is not retried.
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
   * @throws IllegalArgumentException if the property or the variable names an unknown kind, or an
   *     endpoint in the environment is malformed
   * @throws IllegalStateException if the stack does not start
   */
  public static LocalAws select() {
    return REGISTRY.select();
  }

  /**
   * Returns the started stack of one kind, whatever the rules above would choose.
   *
   * @param kind the kind of stack
   * @return a stack whose {@link LocalAws#close()} does nothing
   * @throws IllegalArgumentException if an endpoint is requested and the environment has none, or a
   *     malformed one
   * @throws IllegalStateException if the stack does not start
   */
  public static LocalAws of(LocalAwsKind kind) {
    return REGISTRY.of(kind);
  }

  /**
   * Stops every started stack and removes its data. Tests need not call it: this happens when the
   * JVM ends. A program that is not run by a test framework calls it last, because a running server
   * may keep the JVM from ending.
   */
  public static void stop() {
    REGISTRY.close();
  }
}
