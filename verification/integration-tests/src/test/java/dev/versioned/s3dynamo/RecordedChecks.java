package dev.versioned.s3dynamo;

import dev.versioned.Artifact;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import dev.versioned.testkit.fault.AwsFaults;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Runs every operation once, in a process of its own, and records what IAM decides for it. */
final class RecordedChecks {
  private RecordedChecks() {}

  static Map<RecordedOperation, Set<IamCheck>> ofAllOperations() {
    Map<RecordedOperation, Set<IamCheck>> all = new EnumMap<>(RecordedOperation.class);
    for (RecordedOperation operation : RecordedOperation.values()) {
      try (LocalRepository local =
          LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED))) {
        all.put(operation, of(operation, local));
      }
    }
    return all;
  }

  private static Set<IamCheck> of(RecordedOperation operation, LocalRepository local) {
    IamRecorder recorder = new IamRecorder();
    AwsFaults faults = new AwsFaults();
    RecordedOperation.Bench.Access access = new AllRights(local);
    try (Intercepted open = Intercepted.open(local, s -> s, faults);
        Intercepted other = Intercepted.open(local, s -> s, recorder)) {
      var bench = new RecordedOperation.Bench(open.repo(), open.artifact(), faults, access);
      bench.begin();
      operation.prepare(bench);
      Artifact same = other.repo().artifact(open.artifact().name());
      var recorded = new RecordedOperation.Bench(other.repo(), same, new AwsFaults(), access);
      return recorder.during(() -> operation.run(recorded));
    }
  }

  /** The clients of the stack, which no policy limits. */
  record AllRights(LocalRepository local) implements RecordedOperation.Bench.Access {
    @Override
    public void beginUpload(String key) {
      local.aws().s3().createMultipartUpload(r -> r.bucket(local.bucket()).key(key));
    }

    @Override
    public void set(Map<String, AttributeValue> key, String attribute, AttributeValue value) {
      local
          .aws()
          .dynamoDb()
          .updateItem(
              r ->
                  r.tableName(local.table())
                      .key(key)
                      .updateExpression("SET #a = :v")
                      .expressionAttributeNames(Map.of("#a", attribute))
                      .expressionAttributeValues(Map.of(":v", value)));
    }
  }
}
