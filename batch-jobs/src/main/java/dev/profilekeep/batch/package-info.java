/**
 * The nightly jobs. Knows the engine, Spring Batch and Quartz; no Vaadin. The portal imports
 * {@link dev.profilekeep.batch.BatchModuleConfiguration}.
 */
@NullMarked
package dev.profilekeep.batch;

import org.jspecify.annotations.NullMarked;
