//! Evidence of a push: one signature over the root of a tree, and for each leaf a path that proves it to be in there.
//!
//! The leaves are what a push claims, in order: the head of each journal, each change of a beneficiary file. Who holds a
//! leaf, its path and the signed root can show that the device wrote it, also when all other leaves were erased or
//! rejected.
//!
//! The tree is that of RFC 6962 §2.1: a leaf's hash is SHA-256(0 ‖ leaf), a node's SHA-256(1 ‖ left ‖ right), so that no
//! node passes for a leaf; the left side is the largest power of two below the number of leaves. The number of leaves is
//! signed with the root ([`root_statement`]): it says which path a position has.

use sha2::{Digest as _, Sha256};

/// A hash in the tree.
pub type TreeHash = [u8; 32];

/// Returns the root over leaves, in order; of no leaves the hash of nothing.
pub fn root<L: AsRef<[u8]>>(leaves: &[L]) -> TreeHash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => leaf_hash(leaf.as_ref()),
        _ => {
            let (left, right) = leaves.split_at(left_size(leaves.len()));
            node_hash(&root(left), &root(right))
        }
    }
}

/// Returns the path that proves the leaf at a position, from the leaf up; `None` where there is no such leaf.
pub fn path<L: AsRef<[u8]>>(leaves: &[L], at: usize) -> Option<Vec<TreeHash>> {
    if at >= leaves.len() {
        return None;
    }
    if leaves.len() == 1 {
        return Some(Vec::new());
    }
    let middle = left_size(leaves.len());
    let (left, right) = leaves.split_at(middle);
    let (mut below, beside) =
        if at < middle { (path(left, at)?, root(right)) } else { (path(right, at - middle)?, root(left)) };
    below.push(beside);
    Some(below)
}

/// Tells whether a path proves that the leaf is at this position among so many under the root.
pub fn proves(root: &TreeHash, leaf: &[u8], at: usize, leaves: usize, path: &[TreeHash]) -> bool {
    at < leaves && root_of(leaf, at, leaves, path).is_some_and(|found| found == *root)
}

/// What a device signs for a push: the number of leaves and the root over them.
pub fn root_statement(leaves: u32, root: &TreeHash) -> Vec<u8> {
    [b"sila/1 evidence\0", &leaves.to_be_bytes()[..], root].concat()
}

/// Returns the root that leaf and path lead to; `None` where the path has another length than the position's.
fn root_of(leaf: &[u8], at: usize, leaves: usize, path: &[TreeHash]) -> Option<TreeHash> {
    if leaves == 1 {
        return path.is_empty().then(|| leaf_hash(leaf));
    }
    let (beside, below) = path.split_last()?;
    let middle = left_size(leaves);
    Some(if at < middle {
        node_hash(&root_of(leaf, at, middle, below)?, beside)
    } else {
        node_hash(beside, &root_of(leaf, at - middle, leaves - middle, below)?)
    })
}

/// The largest power of two below a number of leaves, which is at least two.
fn left_size(leaves: usize) -> usize {
    leaves.next_power_of_two() / 2
}

fn leaf_hash(leaf: &[u8]) -> TreeHash {
    let mut hash = Sha256::new();
    hash.update([0]);
    hash.update(leaf);
    hash.finalize().into()
}

fn node_hash(left: &TreeHash, right: &TreeHash) -> TreeHash {
    let mut hash = Sha256::new();
    hash.update([1]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex::to_hex;

    fn leaves(count: usize) -> Vec<Vec<u8>> {
        (0..count).map(|n| format!("leaf {n}").into_bytes()).collect()
    }

    #[test]
    fn the_root_is_that_of_certificate_transparency() {
        // the test vectors of the reference implementation of RFC 6962
        let vector = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ];
        let vector: Vec<Vec<u8>> = vector.iter().map(|leaf| crate::hex::from_hex(leaf).unwrap()).collect();
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        for (count, expected) in roots.iter().enumerate() {
            assert_eq!(to_hex(&root(&vector[..count])), *expected, "{count} leaves");
        }
    }

    #[test]
    fn every_leaf_of_every_tree_is_proved_at_its_own_position_alone() {
        for count in 1..=33 {
            let leaves = leaves(count);
            let root = root(&leaves);
            for (at, leaf) in leaves.iter().enumerate() {
                let path = path(&leaves, at).unwrap();
                assert!(proves(&root, leaf, at, count, &path));
                for other in (0..count + 2).filter(|other| *other != at) {
                    assert!(!proves(&root, leaf, other, count, &path), "{at} of {count} at {other}");
                    let other_leaf = format!("leaf {other}").into_bytes();
                    assert!(!proves(&root, &other_leaf, at, count, &path), "{other} as {at} of {count}");
                }
                let (mut short, mut long) = (path.clone(), path.clone());
                long.push([0; 32]);
                assert!(!proves(&root, leaf, at, count, &long));
                assert!(short.pop().is_none() || !proves(&root, leaf, at, count, &short));
                for step in 0..path.len() {
                    let mut wrong = path.clone();
                    wrong[step][7] ^= 1;
                    assert!(!proves(&root, leaf, at, count, &wrong));
                }
                let mut wrong = root;
                wrong[0] ^= 1;
                assert!(!proves(&wrong, leaf, at, count, &path));
            }
            assert_eq!(path(&leaves, count), None);
        }
    }

    #[test]
    fn a_node_does_not_pass_for_a_leaf() {
        let leaves = leaves(4);
        let node = |n: usize| [leaf_hash(&leaves[n]), leaf_hash(&leaves[n + 1])].concat();
        assert_ne!(root(&[node(0), node(2)]), root(&leaves));
    }

    #[test]
    fn a_leaf_stays_proved_when_all_others_are_gone() {
        let all = leaves(20);
        let kept = (root(&all), all[13].clone(), path(&all, 13).unwrap());
        drop(all);
        assert!(proves(&kept.0, &kept.1, 13, 20, &kept.2));
        assert_eq!(kept.2.len(), 5);
    }

    #[test]
    fn a_statement_binds_number_and_root() {
        let root = root(&leaves(3));
        assert_ne!(root_statement(3, &root), root_statement(4, &root));
        assert_eq!(root_statement(3, &root).len(), 16 + 4 + 32);
    }
}
