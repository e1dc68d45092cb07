package dev.versioned.s3dynamo;

import dev.versioned.ArtifactName;
import dev.versioned.VersionNumber;
import dev.versioned.spi.ArtifactRecord;
import dev.versioned.spi.Page;
import dev.versioned.spi.Reservation;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** The items {@code #}: one for each artifact, with the counter that gives its numbers. */
final class ArtifactCounter {
  /** The one value of the index's partition key. */
  private static final String YES = "yes";

  private final Table table;

  ArtifactCounter(Table table) {
    this.table = table;
  }

  Reservation.Result reserve(Reservation wish) {
    Expression x = new Expression();
    String update =
        setKnown(x, wish.artifact(), wish.at())
            + ", "
            + x.of(Attributes.FINGERPRINT)
            + " = "
            + x.text(wish.fingerprint().value())
            + ", "
            + x.of(Attributes.ATTEMPT_ID)
            + " = "
            + x.text(wish.attemptId())
            + " ADD "
            + x.of(Attributes.LAST_NUMBER)
            + " "
            + x.number(1);
    // A reservation made again after a lost reply must not take a second number.
    String condition =
        x.schemaKnown() + " AND " + x.differs(Attributes.ATTEMPT_ID, wish.attemptId());
    if (wish.condition() instanceof Reservation.ContentDiffers) {
      condition += " AND " + x.differs(Attributes.FINGERPRINT, wish.fingerprint().value());
    } else if (wish.condition() instanceof Reservation.LastNumberIs is) {
      condition += " AND " + x.of(Attributes.LAST_NUMBER) + " = " + x.number(is.number().value());
    }
    Table.Outcome outcome =
        table.update(
            "reserve a version number of " + wish.artifact(),
            ItemKey.artifact(wish.artifact()),
            update,
            condition,
            x);
    if (outcome.applied()) {
      ArtifactRecord record = ArtifactItems.ARTIFACT.read(outcome.item());
      return new Reservation.Reserved(VersionNumber.of(record.lastNumber()));
    }
    return new Reservation.Refused(
        outcome.item().isEmpty()
            ? new ArtifactRecord(wish.artifact(), 0, "", "", wish.at())
            : ArtifactItems.ARTIFACT.read(outcome.item()));
  }

  /** What every update of the item sets: it is there, listed, and of this schema. */
  private static String setKnown(Expression x, ArtifactName artifact, Instant at) {
    String createdAt = x.of(Attributes.CREATED_AT);
    return "SET "
        + x.of(Attributes.SCHEMA)
        + " = "
        + x.number(ItemSchema.NUMBER)
        + ", "
        + x.of(Attributes.ARTIFACT)
        + " = "
        + x.text(artifact.value())
        + ", "
        + x.of(Attributes.LISTED)
        + " = "
        + x.text(YES)
        + ", "
        + createdAt
        + " = if_not_exists("
        + createdAt
        + ", "
        + x.text(at.toString())
        + ")";
  }

  Optional<ArtifactRecord> find(ArtifactName artifact) {
    return table.read(ItemKey.artifact(artifact)).map(ArtifactItems.ARTIFACT::read);
  }

  ArtifactRecord register(ArtifactName artifact, Instant at) {
    Expression x = new Expression();
    Table.Outcome outcome =
        table.update(
            "register " + artifact,
            ItemKey.artifact(artifact),
            setKnown(x, artifact, at),
            x.schemaKnown(),
            x);
    // Refused only if the schema is not known: then this throws.
    return ArtifactItems.ARTIFACT.read(outcome.item());
  }

  boolean retire(ArtifactName artifact, long lastNumber) {
    Expression x = new Expression();
    String last = x.of(Attributes.LAST_NUMBER);
    String unchanged = last + " = " + x.number(lastNumber);
    if (lastNumber == 0) {
      // Only registered so far.
      unchanged = "(attribute_not_exists(" + last + ") OR " + unchanged + ")";
    }
    Table.Outcome outcome =
        table.update(
            "retire " + artifact,
            ItemKey.artifact(artifact),
            "REMOVE " + x.of(Attributes.LISTED),
            x.present() + " AND " + x.schemaKnown() + " AND " + unchanged,
            x);
    if (!outcome.item().isEmpty()) {
      ItemSchema.checkSchema(outcome.item());
    }
    return outcome.applied();
  }

  /** Reads the whole table, strongly consistent: the index holds only what is listed. */
  Stream<ArtifactName> all() {
    Expression x = new Expression();
    String pk = x.of(Attributes.PK);
    String filter =
        x.of(Attributes.SK)
            + " = "
            + x.text(ItemKey.ARTIFACT)
            + " OR begins_with("
            + pk
            + ", "
            + x.text(ItemKey.ALIASES)
            + ")";
    return table
        .scan(
            "list all artifacts",
            ScanRequest.builder()
                .filterExpression(filter)
                .projectionExpression(pk)
                .expressionAttributeNames(x.names())
                .expressionAttributeValues(x.values()))
        .map(item -> ItemKey.artifactOf(ItemSchema.textOf(item, Attributes.PK)))
        .distinct();
  }

  Page<ArtifactName> list(@Nullable ArtifactName after, int limit) {
    Expression x = new Expression();
    String condition = x.is(Attributes.LISTED, YES);
    if (after != null) {
      condition += " AND " + x.of(Attributes.ARTIFACT) + " > " + x.text(after.value());
    }
    return table.page(
        "list the artifacts",
        limit,
        condition,
        x,
        q -> q.indexName(TableLayout.ARTIFACTS_INDEX),
        item -> ArtifactName.parse(ItemSchema.textOf(item, Attributes.ARTIFACT)));
  }
}
