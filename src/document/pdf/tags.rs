//! The structure of the document for who cannot see it.

use crate::document::Language;
use krilla::tagging::{BBox, Identifier, Node, TagGroup, TagKind, TagTree};

/// A node of the structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeId(usize);

/// The structure while it grows: nodes in the order of reading, and what of the pages belongs to each.
#[derive(Debug, Default)]
pub(super) struct Tags {
    nodes: Vec<TagNode>,
    roots: Vec<NodeId>,
}

#[derive(Debug)]
struct TagNode {
    kind: TagKind,
    children: Vec<Child>,
}

#[derive(Debug)]
enum Child {
    Node(NodeId),
    Leaf(Identifier),
}

impl Tags {
    /// A new node as the last child of another one; `None`: of the document.
    pub(super) fn add(&mut self, parent: Option<NodeId>, kind: impl Into<TagKind>) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(TagNode { kind: kind.into(), children: Vec::new() });
        match parent.and_then(|parent| self.nodes.get_mut(parent.0)) {
            Some(parent) => parent.children.push(Child::Node(id)),
            None => self.roots.push(id),
        }
        id
    }

    /// The same, in a language of its own.
    pub(super) fn add_in(
        &mut self,
        parent: Option<NodeId>,
        kind: impl Into<TagKind>,
        language: Option<Language>,
    ) -> NodeId {
        let mut kind = kind.into();
        if let Some(language) = language {
            kind.as_any_mut().set_lang(Some(language.tag().to_owned()));
        }
        self.add(parent, kind)
    }

    /// Something on a page belongs to a node.
    pub(super) fn belongs(&mut self, node: NodeId, what: Identifier) {
        if let Some(node) = self.nodes.get_mut(node.0) {
            node.children.push(Child::Leaf(what));
        }
    }

    /// Where a picture stands.
    pub(super) fn stands(&mut self, node: NodeId, at: BBox) {
        if let Some(TagNode { kind: TagKind::Figure(figure), .. }) = self.nodes.get_mut(node.0) {
            figure.set_bbox(Some(at));
        }
    }

    /// The tree, as the file wants it.
    pub(super) fn into_tree(self, language: Language) -> TagTree {
        let mut nodes: Vec<Option<TagNode>> = self.nodes.into_iter().map(Some).collect();
        let mut tree = TagTree::new().with_lang(Some(language.tag().to_owned()));
        for root in self.roots {
            if let Some(group) = group(&mut nodes, root) {
                tree.push(group);
            }
        }
        tree
    }
}

/// A node with all below it; the tree is as deep as a document: table, part, row, cell, paragraph.
fn group(nodes: &mut [Option<TagNode>], id: NodeId) -> Option<TagGroup> {
    let node = nodes.get_mut(id.0)?.take()?;
    let mut made = TagGroup::new(node.kind);
    for child in node.children {
        match child {
            Child::Leaf(identifier) => made.push(Node::from(identifier)),
            Child::Node(id) => {
                if let Some(group) = group(nodes, id) {
                    made.push(Node::from(group));
                }
            }
        }
    }
    Some(made)
}
