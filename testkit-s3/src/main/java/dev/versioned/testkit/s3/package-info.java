/** The S3 server of the test kit's embedded stack. For the test kit alone; no API for others. */
@NullMarked
package dev.versioned.testkit.s3;

import org.jspecify.annotations.NullMarked;
