package dev.versioned.cdk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The program that the CDK's constructs run in. */
final class Node {
  private Node() {}

  /** Skips the tests of a machine without it. */
  static void assume() {
    assumeTrue(isInstalled(), "the CDK needs node, which is not installed");
  }

  private static boolean isInstalled() {
    try {
      Process node =
          new ProcessBuilder("node", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return node.waitFor(1, TimeUnit.MINUTES) && node.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
