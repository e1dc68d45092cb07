package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

class TableIdentityTest {
  private static TableDescription.Builder table() {
    return TableDescription.builder()
        .tableArn("arn:aws:dynamodb:eu-west-1:123456789012:table/acme")
        .creationDateTime(Instant.EPOCH)
        .tableId("one");
  }

  private static String name(TableDescription.Builder table) {
    return TableIdentity.of(table.build()).name();
  }

  @Test
  void tableRestoredUnderItsNameIsAnother() {
    String name = name(table());
    assertThat(name).contains("eu-west-1:123456789012:table/acme", "one");
    assertThat(name(table().creationDateTime(Instant.now()))).isEqualTo(name);
    assertThat(name(table().tableId("two"))).isNotEqualTo(name);
    // Local servers may have no ids.
    String old = name(table().tableId(null));
    assertThat(name(table().tableId(""))).isEqualTo(old);
    assertThat(name(table().tableId(null).creationDateTime(Instant.ofEpochSecond(1))))
        .isNotEqualTo(old);
  }
}
