package dev.versioned.mutations;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;

/**
 * Determines the promise that a failed test found broken. Tests of the simulation check more than
 * promises; to count, they must fail because of a promise.
 */
final class Broken {
  private static final String SIMULATION = "dev.versioned.simulation.";
  private static final Pattern PROMISE = Pattern.compile("promise \\d+");

  private Broken() {}

  /**
   * Returns the broken promise.
   *
   * @return {@code ": promise 6"}, or nothing if the test is not of the simulation
   * @throws IllegalStateException if a test of the simulation failed, and no promise was broken
   */
  static String promise(MethodSource method, TestExecutionResult result) {
    if (!method.getClassName().startsWith(SIMULATION)) {
      return "";
    }
    Throwable failure = result.getThrowable().orElse(null);
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e.getClass().getName().equals(SIMULATION + "Violation")) {
        Matcher promise = PROMISE.matcher(String.valueOf(e.getMessage()));
        return promise.lookingAt() ? ": " + promise.group() : ": " + e.getMessage();
      }
    }
    throw new IllegalStateException(
        method.getMethodName() + " failed, and no promise was broken", failure);
  }
}
