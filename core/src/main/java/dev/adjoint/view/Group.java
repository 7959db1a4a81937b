package dev.adjoint.view;

import java.util.OptionalInt;

/**
 * Nodes that belong together, such as those of a layer.
 *
 * @param name for people; several groups may have the same
 * @param parent the number of the group around it
 */
public record Group(String name, OptionalInt parent) {
}
