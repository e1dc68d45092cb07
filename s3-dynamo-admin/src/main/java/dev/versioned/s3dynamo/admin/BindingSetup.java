package dev.versioned.s3dynamo.admin;

import dev.versioned.ArtifactRepository;
import dev.versioned.RepositoryBinding;
import dev.versioned.maintenance.BindingState;
import dev.versioned.maintenance.BindingState.Standing;
import dev.versioned.maintenance.StoreExamination;
import dev.versioned.maintenance.TakeOver;
import dev.versioned.model.BackendException;
import dev.versioned.s3dynamo.admin.DoctorReport.Verdict;
import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.Table;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Binds a table and a place in a bucket to each other. */
final class BindingSetup {
  private final Bucket bucket;
  private final Table table;
  private final SetupMode mode;
  private final S3DynamoSetup.Examination trust;
  private final boolean takeOver;
  private final List<Finding> findings;

  BindingSetup(
      Bucket bucket,
      Table table,
      SetupMode mode,
      S3DynamoSetup.Examination trust,
      boolean takeOver,
      List<Finding> findings) {
    this.bucket = bucket;
    this.trust = trust;
    this.table = table;
    this.mode = mode;
    this.takeOver = takeOver;
    this.findings = findings;
  }

  /** Returns the name of the finding. */
  static String what(Bucket bucket, Table table) {
    return "binding of table " + table.name() + " to " + bucket.place();
  }

  void run() {
    boolean missing =
        findings.stream()
            .anyMatch(
                finding ->
                    finding.outcome() == Outcome.WRONG
                        && List.of("table " + table.name(), "bucket " + bucket.name())
                            .contains(finding.what()));
    if (missing) {
      return; // there is nothing to bind
    }
    with(
        bucket,
        table,
        binding -> {
          ExaminationSetup examination = new ExaminationSetup(what(bucket, table), mode, trust);
          Finding examined = examination.run(binding);
          findings.add(bind(binding));
          findings.add(examination.record(examined, binding));
        });
  }

  /**
   * Adds a check that anyone with read access can make: which table the prefix belongs to, and
   * which prefix the table belongs to.
   */
  static void examine(Bucket bucket, Table table, Consumer<DoctorReport.Check> result) {
    String what = what(bucket, table);
    try {
      with(
          bucket,
          table,
          binding -> {
            BindingState state = binding.state();
            result.accept(
                switch (state.standing()) {
                  case BOUND -> new DoctorReport.Check(what, Verdict.PASS, "", "");
                  case INCOMPLETE ->
                      new DoctorReport.Check(
                          what, Verdict.WARN, state.detail(), "apply S3DynamoSetup");
                  case FOREIGN ->
                      new DoctorReport.Check(
                          what, Verdict.FAIL, state.detail(), RepositoryBinding.REMEDY);
                });
          });
    } catch (BackendException e) {
      result.accept(new DoctorReport.Check(what, Verdict.FAIL, String.valueOf(e.getMessage()), ""));
    }
  }

  /** Adds one check for each promise of bucket and table. */
  static void examinePromises(
      Bucket bucket, Table table, Consumer<StoreExamination.Finding> result) {
    with(bucket, table, binding -> binding.examine().findings().forEach(result));
  }

  private static void with(Bucket bucket, Table table, Consumer<RepositoryBinding> work) {
    try (ArtifactRepository repository = Stores.repository(bucket, table)) {
      work.accept(repository.binding());
    }
  }

  private Finding bind(RepositoryBinding binding) {
    String what = what(bucket, table);
    BindingState state = binding.state();
    if (state.standing() == Standing.BOUND) {
      return new Finding(what, Outcome.FOUND, "");
    } else if (state.standing() == Standing.INCOMPLETE && !takeOver) {
      return mode.repair(what, Outcome.CREATED, state.detail(), binding::bind);
    } else if (!takeOver) {
      return refuse(what, binding, state);
    } else if (mode == SetupMode.CHECK) {
      return new Finding(what, Outcome.WRONG, state.detail() + "; apply S3DynamoSetup");
    }
    TakeOver done = binding.takeOver();
    String raised =
        done.raised().entrySet().stream()
            .map(each -> each.getKey() + " to " + each.getValue())
            .collect(Collectors.joining(", "));
    return new Finding(
        what,
        Outcome.CHANGED,
        "taken over: "
            + state.detail()
            + (raised.isEmpty()
                ? ""
                : "; last numbers were raised: "
                    + raised
                    + "; gc will remove the bytes of the numbers that this table has no item of,"
                    + " after its grace period"));
  }

  /** Refuses with the message that every other refused write gives. */
  private Finding refuse(String what, RepositoryBinding binding, BindingState state) {
    if (mode == SetupMode.CHECK) {
      return new Finding(what, Outcome.WRONG, state.detail());
    }
    binding.bind();
    throw BackendException.transientFailure(
        "Cannot set up the " + what + ": it changed; try again", null);
  }
}
