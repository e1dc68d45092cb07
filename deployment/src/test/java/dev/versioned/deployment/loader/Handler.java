package dev.versioned.deployment.loader;

/** What the tests' artifacts implement. */
public interface Handler {
  /** Answers a request. */
  String handle(String request) throws Exception;
}
