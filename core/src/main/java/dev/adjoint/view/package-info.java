/**
 * A computation graph as something to look at: {@link dev.adjoint.view.Graph} is the model, which the writers turn into
 * indented text, a Wengert list, Graphviz DOT and Mermaid. Pictures and pages are in the module {@code adjoint-view}, so that
 * nobody who only computes depends on a layout library.
 */
package dev.adjoint.view;
