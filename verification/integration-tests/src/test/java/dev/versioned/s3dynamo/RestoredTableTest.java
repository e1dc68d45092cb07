package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.maintenance.Garbage;
import dev.versioned.maintenance.Violation;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The instructions of docs/operations.md for a restored table, with the very expressions given
 * there.
 */
@Tag("full")
class RestoredTableTest {
  private final LocalRepository local =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
  private final DynamoDbClient dynamoDb = local.aws().dynamoDb();
  private final ArtifactRepository repo =
      local.open(settings -> settings.withPublishWait(Duration.ofMillis(100)));
  private final Artifact checkout = repo.artifact("checkout");

  @AfterEach
  void remove() {
    repo.close();
    local.close();
  }

  private static Map<String, AttributeValue> key(String sk) {
    return Map.of("pk", AttributeValue.fromS("VERSIONS#checkout"), "sk", AttributeValue.fromS(sk));
  }

  /** Restores the table to the time of its first version, but not S3. */
  private void publishThreeAndForgetTwo() {
    checkout.publish(Content.of("1"));
    Map<String, AttributeValue> before =
        dynamoDb.getItem(r -> r.tableName(local.table()).key(key("#"))).item();
    for (long number = 2; number <= 3; number++) {
      checkout.publish(Content.of(Long.toString(number)).withFileName("app-" + number + ".jar"));
      String padded = VersionNumber.of(number).padded();
      dynamoDb.deleteItem(r -> r.tableName(local.table()).key(key(padded)));
    }
    dynamoDb.putItem(r -> r.tableName(local.table()).item(before));
  }

  private static String told(String option) {
    try {
      String page = Files.readString(Path.of("..", "..", "docs", "operations.md"));
      Matcher matcher = Pattern.compile("--" + option + " '([^']+)'").matcher(page);
      assertThat(matcher.find()).as(option).isTrue();
      return matcher.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void setLastNumber(String number) {
    dynamoDb.updateItem(
        r ->
            r.tableName(local.table())
                .key(key("#"))
                .updateExpression(told("update-expression"))
                .conditionExpression(told("condition-expression"))
                .expressionAttributeValues(Map.of(":n", AttributeValue.fromN(number))));
  }

  private List<Garbage> garbage() {
    return checkout.gc().withGracePeriod(Duration.ZERO).plan().toList();
  }

  private List<Violation> forgotten() {
    return checkout
        .fsck()
        .violations()
        .filter(violation -> violation.kind() == Violation.Kind.BLOB_NOT_RESERVED)
        .toList();
  }

  @Test
  void numbersThatS3KnowsAreSkippedOnceTheLastOneIsSet() throws InterruptedException {
    publishThreeAndForgetTwo();
    assertThat(forgotten()).hasSize(2);
    assertThat(garbage()).isEmpty();
    setLastNumber("3");
    Thread.sleep(1_100); // S3's times are in whole seconds
    assertThat(garbage())
        .as("to be copied before the number is set")
        .extracting(Garbage::reason)
        .containsExactly(Garbage.Reason.UNCOMMITTED, Garbage.Reason.UNCOMMITTED);
    assertThat(checkout.publish(Content.of("new")).version().number())
        .isEqualTo(VersionNumber.of(4));
    assertThat(checkout.publish(Content.of("1")).version().number()).isEqualTo(VersionNumber.of(5));
    assertThat(forgotten()).isEmpty();
  }

  private List<String> givenUp() {
    return checkout
        .fsck()
        .violations()
        .filter(violation -> violation.kind() == Violation.Kind.NUMBER_GIVEN_UP)
        .map(Violation::subject)
        .toList();
  }

  @Test
  void publishAtAForgottenVersionIsRefusedAndKeepsIt() throws InterruptedException {
    publishThreeAndForgetTwo();
    for (String forgotten :
        List.of("checkout/000000000002/app-2.jar", "checkout/000000000003/app-3.jar")) {
      assertThatThrownBy(() -> checkout.publish(Content.of("new"), p -> p.idempotencyKey("job-1")))
          .isInstanceOf(AlreadyExistsException.class)
          .hasMessageContaining(forgotten)
          .hasMessageContaining("docs/operations.md");
    }
    assertThat(forgotten()).as("its numbers are reserved now").isEmpty();
    assertThat(givenUp()).containsExactly("checkout:2", "checkout:3");
    Version version = checkout.publish(Content.of("new"), p -> p.idempotencyKey("job-1")).version();
    assertThat(version.number()).isEqualTo(VersionNumber.of(4));
    Thread.sleep(1_100); // S3's times are in whole seconds
    assertThat(garbage()).isEmpty();
    assertThat(checkout.gc().withGracePeriod(Duration.ZERO).run().tallies()).isEmpty();
    assertThat(checkout.gc().withGivenUp().run().of(Garbage.Reason.GIVEN_UP).removed())
        .isEqualTo(2);
    assertThat(checkout.fsck().violations()).isEmpty();
    assertThat(checkout.readBytes(version.number())).asString().isEqualTo("new");
  }

  @Test
  void numberGivenUpIsKeptAfterTheLastOneIsSet() throws InterruptedException {
    publishThreeAndForgetTwo();
    assertThatThrownBy(() -> checkout.publish(Content.of("new")))
        .isInstanceOf(AlreadyExistsException.class);
    setLastNumber("3");
    Thread.sleep(1_100); // S3's times are in whole seconds
    assertThat(garbage())
        .extracting(Garbage::key)
        .extracting(BlobKey::value)
        .containsExactly("checkout/000000000003/app-3.jar");
    assertThat(checkout.publish(Content.of("new")).version().number())
        .isEqualTo(VersionNumber.of(4));
    assertThat(givenUp()).containsExactly("checkout:2");
  }

  @Test
  void messageNamesASectionOfThePage() throws IOException {
    publishThreeAndForgetTwo();
    String page = Files.readString(Path.of("..", "..", "docs", "operations.md"));
    assertThatThrownBy(() -> checkout.publish(Content.of("new")))
        .hasMessageContaining("\"After the table was restored to an earlier time\"");
    assertThat(page)
        .contains("\n## After the table was restored to an earlier time\n")
        .contains("\n## Numbers that were given up\n");
    assertThat(Violation.Kind.NUMBER_GIVEN_UP.remedy())
        .contains("\"Numbers that were given up\" in docs/operations.md");
  }

  @Test
  void contentOfTheLastKnownVersionIsPublishedAgain() {
    publishThreeAndForgetTwo();
    setLastNumber("3");
    assertThat(checkout.publish(Content.of("1")).version().number()).isEqualTo(VersionNumber.of(4));
  }

  @Test
  void aNumberIsNeverSetBackNorAnArtifactMadeUp() {
    assertThatThrownBy(() -> setLastNumber("3"))
        .isInstanceOf(ConditionalCheckFailedException.class);
    checkout.put(Content.of("working copy"));
    setLastNumber("3");
    assertThat(checkout.publish(Content.of("new")).version().number())
        .isEqualTo(VersionNumber.of(4));
    assertThatThrownBy(() -> setLastNumber("3"))
        .isInstanceOf(ConditionalCheckFailedException.class);
  }
}
