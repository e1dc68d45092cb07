package dev.versioned.s3dynamo;

import dev.versioned.contract.ContractStack;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.SharedLocalAws;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("full")
class LocalStackItemStoreDifferentialTest extends ItemStoreDifferential {
  @RegisterExtension static final ContractStack STACK = ContractStack.of(LocalAwsKind.LOCALSTACK);

  @Override
  LocalAws aws() {
    return SharedLocalAws.select();
  }

  @Override
  int operations() {
    return 5_000;
  }
}
