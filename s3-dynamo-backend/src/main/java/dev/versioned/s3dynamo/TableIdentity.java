package dev.versioned.s3dynamo;

import dev.versioned.spi.StoreIdentity;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * What a table says of itself.
 *
 * <p>Its name consists of the table's ARN, which names account, region and table, and its id or
 * creation time: a table restored under the same name differs in these.
 *
 * <p>A global table in multi-Region strong mode has no transactions (DynamoDB Developer Guide,
 * <i>Global tables: multi-Region strong consistency</i>). One of eventual consistency keeps
 * conditions within a Region only, and the last writer wins.
 */
final class TableIdentity {
  private static final int REGION_OF_ARN = 3;

  private TableIdentity() {}

  static StoreIdentity of(TableDescription table) {
    String id = table.tableId();
    String arn = table.tableArn();
    String name =
        arn
            // rule: table-restored-under-its-name-is-another
            + (id == null || id.isEmpty() ? " of " + table.creationDateTime() : " with id " + id);
    String region = regionOf(arn);
    List<String> others =
        table.replicas().stream()
            .map(ReplicaDescription::regionName)
            .filter(Objects::nonNull)
            .filter(other -> !other.equals(region))
            .sorted()
            .toList();
    // rule: strong-global-table-is-named
    boolean strong = table.multiRegionConsistency() == MultiRegionConsistency.STRONG;
    return new StoreIdentity(
        name,
        region,
        others,
        strong
            ? List.of("it is a global table in multi-Region strong mode, which has no transactions")
            : List.of(),
        StoreIdentity.Conduct.UNKNOWN);
  }

  private static String regionOf(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length > REGION_OF_ARN ? parts[REGION_OF_ARN] : "";
  }
}
