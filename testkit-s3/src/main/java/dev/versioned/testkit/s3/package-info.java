/** The S3 server of the test kit's embedded stack. For use by the test kit only; not an API. */
@NullMarked
package dev.versioned.testkit.s3;

import org.jspecify.annotations.NullMarked;
