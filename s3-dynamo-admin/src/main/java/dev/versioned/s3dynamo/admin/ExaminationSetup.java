package dev.versioned.s3dynamo.admin;

import dev.versioned.RepositoryBinding;
import dev.versioned.maintenance.StoreExamination;
import dev.versioned.model.BackendException;
import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;

/** Examines a table and a place before they are bound, and records in the table what was found. */
final class ExaminationSetup {
  private final String what;
  private final SetupMode mode;
  private final S3DynamoSetup.Examination examination;

  ExaminationSetup(String binding, SetupMode mode, S3DynamoSetup.Examination examination) {
    this.what =
        "examination of " + binding.substring("binding of ".length()).replace(" to ", " and ");
    this.mode = mode;
    this.examination = examination;
  }

  /**
   * Returns the finding before the stores are bound.
   *
   * @throws BackendException if the stores break promises that the library needs
   */
  Finding run(RepositoryBinding binding) {
    boolean recorded = binding.isExamined();
    if (mode == SetupMode.CHECK) {
      return recorded
          ? new Finding(what, Outcome.FOUND, "")
          : new Finding(
              what, Outcome.WRONG, "no record says that it was made; apply S3DynamoSetup");
    } else if (examination == S3DynamoSetup.Examination.TRUST) {
      return new Finding(what, recorded ? Outcome.FOUND : Outcome.CREATED, "");
    }
    StoreExamination result = binding.examine();
    if (!result.isUsable()) {
      StoreExamination.Finding first = result.of(StoreExamination.Outcome.BROKEN).get(0);
      throw BackendException.permanentFailure(
          "Cannot set up the repository: bucket and table cannot keep versions safe ("
              + result.describe(StoreExamination.Outcome.BROKEN)
              + ")"
              + (first.remedy().isEmpty() ? "" : "; " + first.remedy())
              + "; see docs/stores.md",
          null);
    } else if (!result.isSound()) {
      return new Finding(what, Outcome.REFUSED, result.describe(StoreExamination.Outcome.UNKNOWN));
    }
    return new Finding(what, recorded ? Outcome.FOUND : Outcome.CREATED, "");
  }

  /** Records what was found, once the stores are bound. */
  Finding record(Finding found, RepositoryBinding binding) {
    if (mode == SetupMode.CHECK || found.outcome() == Outcome.REFUSED) {
      return found;
    }
    return SetupMode.orRefused(
        what,
        () -> {
          if (!binding.isExamined()) { // a take-over replaces the item
            binding.recordExamined();
          }
          return found;
        });
  }
}
