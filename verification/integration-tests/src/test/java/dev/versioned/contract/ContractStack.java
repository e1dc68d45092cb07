package dev.versioned.contract;

import dev.versioned.s3dynamo.S3DynamoRepository;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.ServerDeviation;
import dev.versioned.testkit.SharedLocalAws;
import dev.versioned.testkit.contract.BlobStoreDeviation;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A stack on which the contracts run, with one bucket and one table for all of them.
 *
 * <p>The contracts always run on the embedded stack. They run on LocalStack or an endpoint if
 * {@link SharedLocalAws#select} chooses it; otherwise they are skipped, with the reason. This is a
 * condition, not an assumption before all tests, because Surefire does not count the tests of a
 * class that an assumption ends.
 */
public final class ContractStack implements ExecutionCondition, BeforeAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(ContractStack.class);

  private final LocalAwsKind kind;
  private volatile Held held;

  private ContractStack(LocalAwsKind kind) {
    this.kind = kind;
  }

  /** Creates the stack, to be registered as an extension. */
  public static ContractStack of(LocalAwsKind kind) {
    return new ContractStack(kind);
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String name = aws().name();
    return name.startsWith(kind.toString())
        ? ConditionEvaluationResult.enabled("the stack is " + name)
        : ConditionEvaluationResult.disabled(
            "the contracts are not run on "
                + kind
                + ": the stack is "
                + name
                + ", the log says why");
  }

  private LocalAws aws() {
    return kind == LocalAwsKind.EMBEDDED ? SharedLocalAws.of(kind) : SharedLocalAws.select();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    held =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(kind, k -> new Held(LocalRepository.create(aws())), Held.class);
  }

  /**
   * Returns the deviations of a blob store that the known deviations of the stack's servers imply.
   */
  public Set<BlobStoreDeviation> deviations() {
    Set<BlobStoreDeviation> deviations = EnumSet.noneOf(BlobStoreDeviation.class);
    if (aws().deviations().contains(ServerDeviation.COPY_IGNORES_DESTINATION_CONDITION)) {
      deviations.add(BlobStoreDeviation.COPY_OVERWRITES);
    }
    if (aws().deviations().contains(ServerDeviation.IF_NONE_MATCH_COMPLETION_NOT_ATOMIC)) {
      deviations.add(BlobStoreDeviation.WRITERS_IN_PARTS_MAY_ALL_WIN);
    }
    return deviations;
  }

  public BlobStore blobStore() {
    return builder().buildBlobStore();
  }

  public ItemStore itemStore() {
    return builder().buildItemStore();
  }

  private S3DynamoRepository.Builder builder() {
    LocalRepository local = held.local();
    return S3DynamoRepository.builder()
        .bucket(local.bucket())
        .table(local.table())
        .s3(local.aws().s3())
        .dynamoDb(local.aws().dynamoDb());
  }

  /**
   * Kept until all tests are over. Then stacks started by others are cleaned up; the rest is
   * discarded.
   */
  private record Held(LocalRepository local) implements AutoCloseable {
    @Override
    public void close() {
      if (local.aws().name().startsWith(LocalAwsKind.ENDPOINT.toString())) {
        local.close();
      }
    }
  }
}
