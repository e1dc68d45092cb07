package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.SharedLocalAws;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.Bucket;

/** The tests before this one leave no bucket and no table behind. */
@Order(3)
class NothingLeftTest {
  @Test
  void bucketsAndTablesAreRemoved() {
    assertEquals(2, PricesTest.USED.size());
    LocalAws aws = SharedLocalAws.select();
    for (Bucket bucket : aws.s3().listBuckets().buckets()) {
      assertFalse(PricesTest.USED.contains(bucket.name()), bucket.name());
    }
    for (String table : aws.dynamoDb().listTables().tableNames()) {
      assertFalse(PricesTest.USED.contains(table), table);
    }
  }
}
