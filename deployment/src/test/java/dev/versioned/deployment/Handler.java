package dev.versioned.deployment;

/** What the tests' artifacts implement. */
public interface Handler {
  /** Answers a request. */
  String handle(String request) throws Exception;
}
