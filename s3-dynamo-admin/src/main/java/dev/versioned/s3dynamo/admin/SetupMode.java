package dev.versioned.s3dynamo.admin;

import dev.versioned.model.BackendException;
import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;
import dev.versioned.s3dynamo.internal.Backoff;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Whether a setup applies changes or only reports what it would change. */
enum SetupMode {
  APPLY,
  CHECK;

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** Makes the change, or reports that it is needed. */
  Finding repair(String what, Outcome done, String wrong, Runnable change) {
    if (this == CHECK) {
      return new Finding(what, Outcome.WRONG, wrong + "; apply S3DynamoSetup");
    }
    change.run();
    return new Finding(what, done, "");
  }

  /**
   * Reports a problem that the setup cannot repair: as a finding when checking, as an exception
   * when applying.
   */
  Finding refuse(String what, String wrong) {
    if (this == CHECK) {
      return new Finding(what, Outcome.WRONG, wrong);
    }
    throw BackendException.permanentFailure("Cannot set up " + what + ": " + wrong, null);
  }

  /**
   * Sets up one thing that a repository can work without: a refusal is reported, and the setup
   * continues.
   */
  static Finding orRefused(String what, Supplier<Finding> setting) {
    try {
      return setting.get();
    } catch (BackendException e) {
      // rule: refused-setting-is-reported
      if (e.isRetryable()) {
        throw e;
      }
      return new Finding(what, Outcome.REFUSED, String.valueOf(e.getMessage()));
    }
  }

  /** Waits until a requested change has taken effect. */
  static void await(String what, BooleanSupplier ready) {
    Backoff backoff = Backoff.lasting(LONGEST_WAIT, "set up " + what);
    while (!ready.getAsBoolean()) {
      if (!backoff.pause()) {
        throw BackendException.transientFailure(
            "Cannot set up " + what + ": it is not ready after " + LONGEST_WAIT, null);
      }
    }
  }
}
