package io.muelle.standalone.orders;

import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;

/** What an actor does in a scene. */
enum Role {
    /** Uploads the blob and puts the manifest. */
    PUSHER {
        @Override
        void play(Scene scene, Services services, Actor actor) {
            scene.upload(services);
            actor.uploadedAt = actor.changedAt;
            scene.push(services, scene.repository, actor.name());
            actor.decidedAt = actor.changedAt;
        }
    },
    /** Believes the blob to be there; uploads it if it is not. */
    REPUSHER {
        @Override
        void play(Scene scene, Services services, Actor actor) {
            try {
                scene.push(services, scene.repository, actor.name());
                actor.decidedAt = actor.changedAt;
            } catch (RegistryException refused) {
                if (refused.code() != ErrorCode.MANIFEST_BLOB_UNKNOWN) {
                    throw refused;
                }
                PUSHER.play(scene, services, actor);
            }
        }
    },
    /** Mounts the blob into another repository and puts the manifest there. */
    MOUNTER {
        @Override
        void play(Scene scene, Services services, Actor actor) {
            if (services.links.mount(scene.other, scene.blob, scene.repository, Scene.ANNA)) {
                scene.push(services, scene.other, actor.name());
                actor.decidedAt = actor.changedAt;
            }
        }
    },
    MANIFEST_DELETER {
        @Override
        void play(Scene scene, Services services, Actor actor) {
            if (services.deletions.deleteManifest(scene.repository, scene.manifest, Scene.ANNA)) {
                actor.decidedAt = actor.changedAt;
            }
        }
    },
    BLOB_DELETER {
        @Override
        void play(Scene scene, Services services, Actor actor) {
            services.blobDeletion.delete(scene.repository, scene.blob, Scene.ANNA);
            actor.decidedAt = actor.changedAt;
        }
    },
    DECIDER {
        @Override
        void play(Scene scene, Services services, Actor actor) {
            services.blobClaims.decide(services.claims);
        }
    },
    /** Tells blob-service the events of manifest-service that there are when it comes. */
    RELAY {
        @Override
        void play(Scene scene, Services services, Actor actor) {
            actor.rest();
            new Events(scene).tell(services.blobClaims);
        }
    };

    abstract void play(Scene scene, Services services, Actor actor);
}
