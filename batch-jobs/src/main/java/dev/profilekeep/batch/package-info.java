/** The nightly jobs. Knows the engine, Spring Batch and Quartz; no Vaadin. */
@NullMarked
package dev.profilekeep.batch;

import org.jspecify.annotations.NullMarked;
