package dev.versioned.s3dynamo;

import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.SharedLocalAws;
import org.junit.jupiter.api.Tag;

@Tag("again")
class EmbeddedItemStoreDifferentialTest extends ItemStoreDifferential {
  @Override
  LocalAws aws() {
    return SharedLocalAws.of(LocalAwsKind.EMBEDDED);
  }

  @Override
  int operations() {
    return Boolean.getBoolean("versioned.full") ? 100_000 : 500;
  }
}
