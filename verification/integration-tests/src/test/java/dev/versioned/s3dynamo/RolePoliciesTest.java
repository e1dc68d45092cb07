package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The policies of {@code deploy/iam} are generated from the manual's table of permissions. */
class RolePoliciesTest {
  @ParameterizedTest
  @EnumSource(Role.class)
  void fileIsWhatIsGenerated(Role role) throws IOException {
    if (RolePolicies.WRITE) {
      RolePolicies.write(role);
    }
    assertThat(RolePolicies.read(role))
        .as("written again with -Dpermissions.write=true")
        .isEqualTo(RolePolicies.generated(role));
  }

  @Test
  void reporterFileIsWhatIsGenerated() throws IOException {
    String generated = RolePolicies.generatedReporter();
    assertThat(RolePolicies.readReporter())
        .as("written again with -Dpermissions.write=true")
        .isEqualTo(generated)
        .contains("FLEET#ARTIFACT#*")
        .doesNotContain("VERSIONS", "ALIASES");
  }
}
