package dev.versioned.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains an application's failed start by wrong properties, without a stack trace. */
final class VersionedFailureAnalyzer
    extends AbstractFailureAnalyzer<InvalidVersionedConfigurationException> {

  /** Called by Spring Boot, which lists it in spring.factories. */
  VersionedFailureAnalyzer() {}

  @Override
  protected FailureAnalysis analyze(Throwable root, InvalidVersionedConfigurationException cause) {
    String problems = String.join("\n  - ", cause.problems());
    return new FailureAnalysis(
        "versioned cannot be set up:\n\n  - " + problems,
        "Change the properties named above. To start without versioned, set"
            + " versioned.enabled=false.",
        cause);
  }
}
