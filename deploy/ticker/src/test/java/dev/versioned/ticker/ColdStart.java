package dev.versioned.ticker;

import java.util.Map;

/** Starts the function as Lambda does, does one task, and prints its answer. */
final class ColdStart {
  private ColdStart() {}

  /**
   * Does a task.
   *
   * @param arguments the task
   */
  public static void main(String... arguments) {
    TickerHandler handler = new TickerHandler();
    System.out.println(
        handler.handleRequest(Map.of("task", arguments[0]), new TestContext(60_000)));
  }
}
